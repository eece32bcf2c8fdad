# tries: opens every device under /dev
# contained: only those that lead nowhere can be opened
# class: devices
# seen: root
harmless = {(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 2)}
for folder, folders, files in os.walk('/dev'):
    for name in files:
        path = folder + '/' + name
        try:
            is_ = os.stat(path)
        except OSError:
            continue
        number = (os.major(is_.st_rdev), os.minor(is_.st_rdev))
        device = stat.S_ISBLK(is_.st_mode) or stat.S_ISCHR(is_.st_mode)
        # Looking is enough: opening one may do something, such as starting a watchdog.
        if device and number not in harmless and os.access(path, os.R_OK | os.W_OK):
            reached('device', path, number)
