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
