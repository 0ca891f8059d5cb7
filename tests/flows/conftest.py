"""Flows drive Chromium: see tests/browsing.py for `page`, `phone_page`, `sign_in`, `worker` and `press_to`.

Every test in this folder is marked `browser` (tests/collection.py).
"""
