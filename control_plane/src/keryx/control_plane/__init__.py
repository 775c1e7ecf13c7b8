"""The platform: who people are, what they may do, what they did."""
