"""What a team has accepted, and what is new: waivers of the configuration, baseline, comparison with a revision."""
