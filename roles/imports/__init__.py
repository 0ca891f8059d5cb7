"""The HR skill inventory import. fields, cleaning, shapes, scales, columns, people, skills and plan are pure: they know
no database and no page. Read plan.py first; it is the whole import in one function."""
