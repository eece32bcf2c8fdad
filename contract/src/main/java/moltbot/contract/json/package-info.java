@NullMarked
package moltbot.contract.json;

import org.jspecify.annotations.NullMarked;
