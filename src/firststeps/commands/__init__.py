"""The commands of ``python -m firststeps``, by what they are about; each module is loaded when one is asked for."""
