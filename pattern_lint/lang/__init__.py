"""Languages besides Python: how a file of one becomes a unit that checks look at.

Nothing here is imported unless a card of the run reads the language and the project has a file in it.
"""
