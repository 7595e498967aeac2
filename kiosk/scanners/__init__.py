"""Barcode scanners: camera, HID and serial, each with a twin."""
