@NullMarked
package moltbot.guardian.act;

import org.jspecify.annotations.NullMarked;
