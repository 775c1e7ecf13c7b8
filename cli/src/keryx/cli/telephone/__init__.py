"""A real telephone: SIP calls placed, heard and answered through an Asterisk of one's own.

`keryx call` is a caller on it; the whole-system tests use it as carrier, as callers and as the SIP phones on agents' tables. What a call
hears arrives here as samples, so who hears whom is measured, not assumed.
"""
