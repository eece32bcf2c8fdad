/// Skills that the owner installed, pinned by their digests.
@NullMarked
package moltbot.cli.pin;

import org.jspecify.annotations.NullMarked;
