"""What stops a lesson from being published: what some people could not read, hear or follow.

The checks read raw blocks and what is enclosed with them, ask no database, and name the block
and what to do. An author may publish all the same, with a reason that is kept.
"""
