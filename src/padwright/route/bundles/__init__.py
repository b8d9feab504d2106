"""Pairs, shields and nets of equal length."""
