@NullMarked
package moltbot.bench;

import org.jspecify.annotations.NullMarked;
