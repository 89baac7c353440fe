"""Workflows and activities that workers in other languages have too, by the same names."""
