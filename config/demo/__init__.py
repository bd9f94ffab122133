"""The whole of casefiles on one machine, started and stopped together: ``python -m config.demo``.

A demonstration, not a deployment: it shows the surfaces and their logins, but all run as one user.
"""
