/// What a start says and how it goes on in the background.
@NullMarked
package moltbot.cli.start;

import org.jspecify.annotations.NullMarked;
