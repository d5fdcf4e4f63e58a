"""Languages: how files of each become units that kinds look at; Python's unit is the Module.

Nothing of the others is imported unless a card of the run reads the language and the project has a file in it.
"""
