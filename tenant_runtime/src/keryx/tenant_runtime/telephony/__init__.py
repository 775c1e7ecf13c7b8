"""Asterisk and its words (ARI, AMI, PJSIP, channel): nothing outside this package knows them."""
