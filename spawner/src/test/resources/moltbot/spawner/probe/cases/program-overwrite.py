# tries: opens the programs around it for writing, the first process's own among them, as has been done to take a runtime over
# contained: none may be written; that one is busy would mean that it may
# class: files
# seen: root
for path in ['/proc/1/exe', '/proc/self/exe', '/proc/%d/exe' % os.getppid(), '/usr/bin/bwrap', '/bin/sh', '/usr/bin/env',
        '/usr/bin/tar', '/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1']:
    try:
        os.close(os.open(path, os.O_WRONLY))
        reached('write to', path)
    except OSError as e:
        if e.errno == errno.ETXTBSY:
            reached('write to, when it is not busy,', path)
