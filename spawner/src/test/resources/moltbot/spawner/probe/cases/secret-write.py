# tries: opens planted files of this machine for writing, which all may
# contained: there is no such file
# class: files
# seen: host
for path in [env('FILE')] + [p + '/' + env('NAME') for p in ('/tmp', '/var/tmp', '/dev/shm')]:
    try:
        os.close(os.open(path, os.O_WRONLY))
        reached('open for writing', path)
    except OSError:
        pass
