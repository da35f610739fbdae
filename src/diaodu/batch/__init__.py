"""Which notebooks a run executes, with what, in which processes, and what is put on record.

parameters and plan say what is to be run. run hands the units to stations, which are processes:
on Linux one forge that forks a warm child for each unit, elsewhere spawned ones that stay warm.
worker makes one unit, through engine: inside its own process (inside, shell) or on a kernel.
record keeps run.json; stages join these to the commands.
"""
