# tries: comes with an archive of 80,000 empty files
# contained: it is refused, and nothing runs; or the files fit and nothing else is hurt
# class: way-in
# bomb: yes
# ends: any
# seen: no, it would only fill this machine's disk
find . -type f | wc -l
