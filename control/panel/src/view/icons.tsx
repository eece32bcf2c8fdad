import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      {children}
    </svg>
  );
}

export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="9" />
    <path d="M7.5 20.5a8.5 8.5 0 0 1 17 0" />
    <path d="M12 21.5a4 4 0 0 1 8 0" opacity=".75" />
    <circle cx="16" cy="23.4" r="1.7" />
  </svg>
);
export const Helper = () => (
  <Icon>
    <circle cx="10" cy="4.6" r="2" />
    <circle cx="5" cy="15" r="2" />
    <circle cx="15" cy="15" r="2" />
    <path d="M10 6.6v3.2M5 13v-1.2c0-1.1.9-2 2-2h6c1.1 0 2 .9 2 2V13" />
  </Icon>
);
export const Globe = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M3.4 10h13.2M10 3.2c-4.3 4.3-4.3 9.3 0 13.6 4.3-4.3 4.3-9.3 0-13.6" />
  </Icon>
);
export const Ask = () => (
  <Icon>
    <path d="M16.5 9.4c0 3.5-2.9 6.1-6.5 6.1-.9 0-1.8-.2-2.6-.5L3.8 16l1-2.9a5.8 5.8 0 0 1-1.3-3.7c0-3.5 2.9-6.1 6.5-6.1s6.5 2.6 6.5 6.1Z" />
    <path d="M8.4 8a1.7 1.7 0 1 1 2.6 1.5c-.6.3-1 .7-1 1.3M10 12.6v.1" />
  </Icon>
);
export const Menu = () => (
  <Icon>
    <path d="M3.5 6h13M3.5 10h13M3.5 14h8" />
  </Icon>
);
export const Clip = () => (
  <Icon>
    <path d="m15.8 9.3-5.9 5.9a3.6 3.6 0 0 1-5.1-5.1l6.2-6.2a2.4 2.4 0 0 1 3.4 3.4l-6.1 6.1a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5" />
  </Icon>
);
export const Plus = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
export const Close = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const Send = () => (
  <Icon>
    <path d="M10 16V4.5M4.8 9.6 10 4.4l5.2 5.2" />
  </Icon>
);
export const Stop = () => (
  <Icon>
    <rect class="solid" x="5.5" y="5.5" width="9" height="9" rx="2" />
  </Icon>
);
export const Terminal = () => (
  <Icon>
    <path d="m4 6 4 4-4 4M10 14.5h6" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M5 3.5h6l4 4v9H5zM11 3.5v4h4" />
  </Icon>
);
export const Hand = () => (
  <Icon>
    <path d="M10 2.8 16 5v4.6c0 3.6-2.5 6.3-6 7.6-3.5-1.3-6-4-6-7.6V5zM10 6.8v3.6M10 13v.1" />
  </Icon>
);
export const Down = () => (
  <Icon>
    <path d="M10 4v11.5M5 10.6l5 5 5-5" />
  </Icon>
);
export const Leave = () => (
  <Icon>
    <path d="M8 4H4.5v12H8M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8" />
  </Icon>
);
export const Chevron = () => (
  <Icon>
    <path d="m6 8 4 4 4-4" />
  </Icon>
);
export const Key = () => (
  <Icon>
    <circle cx="6.8" cy="13.2" r="3.3" />
    <path d="m9.2 10.8 7-7M13.4 6.6l2.4 2.4M11 9l1.6 1.6" />
  </Icon>
);

export const Note = () => (
  <Icon>
    <path d="M4.5 3.5h11v9.2l-3.8 3.8H4.5zM15.5 12.7h-3.8v3.8M7.5 7h5M7.5 10h5" />
  </Icon>
);
export const Clock = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M10 6v4.2l2.8 1.8" />
  </Icon>
);
export const Persons = () => (
  <Icon>
    <circle cx="7.6" cy="7" r="2.8" />
    <path d="M2.6 16c.3-2.9 2.3-4.6 5-4.6s4.7 1.7 5 4.6M12.6 4.5a2.8 2.8 0 0 1 0 5M14.4 11.8c1.7.6 2.8 2.1 3 4.2" />
  </Icon>
);
export const Book = () => (
  <Icon>
    <path d="M10 5.4C8.3 4.2 6 3.9 3.5 4v11.5c2.5-.1 4.8.2 6.5 1.4 1.7-1.2 4-1.5 6.5-1.4V4C14 3.9 11.7 4.2 10 5.4ZM10 5.4v11.5" />
  </Icon>
);
