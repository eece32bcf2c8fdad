# tries: reads whatever it was given open, and goes through folders that are open
# contained: it was given three descriptors: nothing to read, and two pipes to write to
# class: handles
# seen: host
for number in range(0, 1024):
    try:
        is_ = os.fstat(number)
        where = os.readlink('/proc/self/fd/%d' % number)
    except OSError:
        continue
    if number > 2 and not where.startswith('/proc'):
        reached('descriptor', number, where)
        print(os.pread(number, 4096, 0) if stat.S_ISREG(is_.st_mode) else '')
    elif number <= 2 and (stat.S_ISREG(is_.st_mode) or stat.S_ISSOCK(is_.st_mode) or os.isatty(number)):
        reached('standard descriptor', number, where)
