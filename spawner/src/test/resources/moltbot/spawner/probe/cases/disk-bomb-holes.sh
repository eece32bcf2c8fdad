# tries: leaves a file of a million gigabytes that takes no room, so that packing it takes all there is
# contained: the way out ends within its bounds, and says so
# class: bombs
# bomb: yes
# ends: any
# seen: no, it would only fill this machine's disk
truncate -s 8T hole || truncate -s 100G hole
truncate -s 12M a b c d e f g h
