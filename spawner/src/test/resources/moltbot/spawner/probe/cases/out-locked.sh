# tries: leaves files and folders that nobody may read, write or remove
# contained: they come out as any others, or the ending says that they do not
# class: way-out
# seen: no, it would show nothing: what counts is that the way out ends
mkdir -p locked/in && echo x > locked/in/file && chmod 0 locked/in/file && chmod 0 locked/in locked
chmod 1777 . && chmod 0 .
