"""The kind `script-calls`: the kind itself, the options that a call is given, and the variables that functions use."""
