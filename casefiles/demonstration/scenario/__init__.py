"""The demonstration case, as rows: what people of the newsroom typed, and in which edition it first stood."""
