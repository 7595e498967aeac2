"""Kivy windows that draw what presenters decide."""
