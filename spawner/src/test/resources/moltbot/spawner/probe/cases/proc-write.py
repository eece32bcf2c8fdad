# tries: asks whether it may write anything below /proc/sys and /sys, a setting of its own network too
# contained: nothing there may be written
# class: proc
# seen: root
count = 0
for top in ('/proc/sys', '/sys/fs/cgroup', '/sys/kernel', '/sys/module', '/sys/block', '/sys/class'):
    for folder, folders, files in os.walk(top):
        for name in files:
            path = folder + '/' + name
            # To look there would do something, or take long.
            if count > 20000 or name in ('trigger', 'uevent') or 'debug' in folder or 'tracing' in folder:
                continue
            count += 1
            if os.access(path, os.W_OK):
                reached('writable', path)
                count = 1 << 30
