# tries: makes nodes of its own for this machine's memory and disks, and opens them
# contained: it can make none
# class: devices
# seen: root
for name, kind, major, minor in (('memory', stat.S_IFCHR, 1, 1), ('disk', stat.S_IFBLK, 7, 0), ('log', stat.S_IFCHR, 1, 11)):
    try:
        os.mknod('node-' + name, kind | 0o666, os.makedev(major, minor))
        reached('a node for', name)
        os.unlink('node-' + name)
    except OSError:
        pass
