@NullMarked
package moltbot.runtime.link;

import org.jspecify.annotations.NullMarked;
