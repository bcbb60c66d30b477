// Elements, made without a string of markup, so that nothing that a function answers can become one.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === 'text') {
      element.textContent = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only if it is another one, so that what somebody selects or hears is left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let hiding;

/** Says something that passes. */
export function notice(text) {
  const place = byId('notice');
  setText(place, text);
  clearTimeout(hiding);
  hiding = setTimeout(() => setText(place, ''), 6000);
}

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    notice(`Copied: ${what}`);
  } catch {
    notice('The browser did not let it be copied.');
  }
}
