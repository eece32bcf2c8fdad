# tries: becomes root, takes other groups, takes capabilities
# contained: the kernel refuses
# class: setuid
# seen: weak
for what, way in (('root', lambda: os.setuid(0)), ('group root', lambda: os.setgid(0)), ('groups', lambda: os.setgroups([0]))):
    try:
        way()
        reached(what)
    except OSError:
        pass
header = struct.pack('Ii', 0x20080522, 0)
if call('capset', header, struct.pack('6I', 1 << 21, 1 << 21, 0, 0, 0, 0)) == 0:
    reached('the capability to administrate')
