# The same commands as ./laurel, for hands that type make. ARGS="…" is passed on.
.PHONY: run test setup bench screenshots art lighthouse
run test setup bench:
	@./laurel $@ $(ARGS)

# The README's pictures. ARGS="FOLDER" takes every page into that folder, too.
screenshots: setup
	@PYTHONPATH=. .venv/bin/python -m e2e.screenshots $(ARGS)

# Icons and the card for links, after a change of templates/art/ or of the colours.
art: setup
	@PYTHONPATH=. .venv/bin/python -m e2e.art

# What Lighthouse says of pages; it comes by npm, which nothing else needs. ARGS="home lesson".
lighthouse:
	@./laurel setup
	@PYTHONPATH=. .venv/bin/python -m e2e.lighthouse $(ARGS)
