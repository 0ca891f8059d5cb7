"""Writes. Every change of a redesign's records goes through services.changing."""
