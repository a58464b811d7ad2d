"""`./laurel bench`: what we claim about speed and size, measured.

Every figure stands beside its budget and beside a floor: what the cheapest thing that could be
called an answer costs here, measured in the same run. `docs/performance.md` explains each.
"""
