"""Which notebooks a run executes, with what, in which processes, and what is put on record.

parameters and plan say what is to be run; run hands the units to worker processes; worker makes
one unit, through engine; record keeps run.json; stages join these to the commands.
"""
