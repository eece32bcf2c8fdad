@NullMarked
package moltbot.guardian;

import org.jspecify.annotations.NullMarked;
