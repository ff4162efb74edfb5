/**
 * Files that are chosen with an input, or dropped: on an element that says what it takes, or anywhere else on the page, which
 * never leaves for a file.
 */

/** Takes files that are chosen with an input, or dropped on an element. */
export function takeFiles(input, target, take) {
  input?.addEventListener('change', () => {
    if (input.files[0]) take(input.files[0]);
    input.value = ''; // the same file again is a choice too
  });
  target.addEventListener('dragover', (event) => {
    event.preventDefault();
    target.classList.add('over');
  });
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    target.classList.remove('over');
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}

/**
 * Catches what no element took. Texts still go into text fields; everything else that is dropped the browser would open.
 *
 * @param hint shown while files are over the page
 * @param take is given all files of a drop
 */
export function catchFiles(hint, take) {
  addEventListener('dragover', (event) => {
    const files = event.dataTransfer.types.includes('Files');
    hint.hidden = !files;
    if (!files && takesText(event.target)) return;
    event.preventDefault();
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hint.hidden = true; // it left the window
  });
  addEventListener('drop', (event) => {
    hint.hidden = true;
    const { files } = event.dataTransfer;
    if (event.defaultPrevented || (!files.length && takesText(event.target))) return;
    event.preventDefault();
    if (files.length) take([...files]);
  });
}

const takesText = (target) => target instanceof Element && target.matches('textarea, input:not([type="file"])');
