/// WhatsApp, through the whole house: from what Meta signs to what the Graph API is told.
@NullMarked
package moltbot.systemtest.whatsapp;

import org.jspecify.annotations.NullMarked;
