/// The commands about messengers.
@NullMarked
package moltbot.cli.messenger;

import org.jspecify.annotations.NullMarked;
