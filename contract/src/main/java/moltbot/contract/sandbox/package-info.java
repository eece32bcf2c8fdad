@NullMarked
package moltbot.contract.sandbox;

import org.jspecify.annotations.NullMarked;
