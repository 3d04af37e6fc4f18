"""The pass mark set by a panel of people who know the work: a modified Angoff procedure."""
