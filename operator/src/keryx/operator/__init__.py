"""Declarations into pods: watches resources, renders what a tenant needs, and keeps it so."""
