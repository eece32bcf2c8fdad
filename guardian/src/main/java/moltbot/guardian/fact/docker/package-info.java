@NullMarked
package moltbot.guardian.fact.docker;

import org.jspecify.annotations.NullMarked;
