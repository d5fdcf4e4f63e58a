"""Calls that cards name: how they are found, what they are given, and what becomes of them."""
