@NullMarked
package moltbot.guardian.fact.network;

import org.jspecify.annotations.NullMarked;
