# The same commands as ./laurel, for hands that type make. ARGS="…" is passed on.
.PHONY: run test setup bench
run test setup bench:
	@./laurel $@ $(ARGS)
