# tries: reads the planted key of the kernel's ring, adds one, and lists those there are
# contained: the kernel does not let it, and shows none
# class: keyrings
# seen: host
buffer = ctypes.create_string_buffer(200)
key = call('keyctl', 10, -4, b'user', env('NAME').encode(), 0)
if key >= 0 or call('request_key', b'user', env('NAME').encode(), 0, 0) >= 0:
    reached('the planted key')
    call('keyctl', 11, key, buffer, 200)
    print(buffer.value)
if call('add_key', b'user', b'probe', b'x', 1, -2) >= 0:
    reached('a ring of keys')
if env('NAME') in text('/proc/keys'):
    reached('the list of keys')
