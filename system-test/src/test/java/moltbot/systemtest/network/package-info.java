/// The house in networks of its own.
@NullMarked
package moltbot.systemtest.network;

import org.jspecify.annotations.NullMarked;
