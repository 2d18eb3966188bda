/** Whether an attribute is one, and not a pointer to nothing. */
export const isObject = <T>(attr: T): attr is Extract<T, object> => typeof attr === 'object' && attr !== null
