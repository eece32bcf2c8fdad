/// Options that several commands share.
@NullMarked
package moltbot.cli.option;

import org.jspecify.annotations.NullMarked;
